"""The WSGI application. It does not start on a database whose guards are missing."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reassess.workspace.settings")
application = get_wsgi_application()
