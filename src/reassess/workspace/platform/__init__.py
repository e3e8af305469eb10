"""What every app of the workspace rests on: settings, database, guards, files, errors."""
