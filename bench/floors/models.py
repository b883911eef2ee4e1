"""The two tables of the product that a signed-in view needs."""

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class User(AbstractBaseUser):
    id = models.BigAutoField(primary_key=True)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    USERNAME_FIELD = "email"

    class Meta:
        managed = False
        db_table = "accounts_user"


class Session(AbstractBaseSession):
    class Meta:
        managed = False
        db_table = "accounts_session"

    @classmethod
    def get_session_store_class(cls) -> type:
        from bench.floors.sessions import SessionStore

        return SessionStore
