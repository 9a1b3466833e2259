from django.db import models


class Remembered(models.Model):
    """What every worker must know for a while, such as how often somebody tried a password.

    Read and written by Django's DatabaseCache alone; the columns are the ones it asks for.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "portal_remembered"

    def __str__(self) -> str:
        return self.cache_key
