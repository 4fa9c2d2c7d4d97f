import os
import sys

import django
import pytest

sys.path.insert(0, os.path.dirname(__file__))
# For `canaries`, which the other tests use as well.
sys.path.append(os.path.dirname(os.path.dirname(__file__)))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()


@pytest.fixture(scope="session", autouse=True)
def database():
    """Django's own: a database in memory, made by the migrations."""
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases, teardown_test_environment

    setup_test_environment()
    held = setup_databases(verbosity=0, interactive=False)
    yield
    teardown_databases(held, verbosity=0)
    teardown_test_environment()
