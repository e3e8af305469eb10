"""The WSGI application. It does not load if a guard of the database is missing."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

from reassess.workspace.platform.server.start import require_guards

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reassess.workspace.platform.settings")
application = get_wsgi_application()
require_guards()
connection.close()
