"""The server process: start-up checks, the WSGI application and the process that updates the order of work."""
