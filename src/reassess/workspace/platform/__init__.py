"""What every app of the workspace uses: settings, database, guards, files and errors."""
