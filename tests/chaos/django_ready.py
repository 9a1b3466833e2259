"""Imported before any model: a script has nobody to set Django up for it."""

import django

django.setup()
