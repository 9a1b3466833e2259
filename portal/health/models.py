from django.db import models


class Heartbeat(models.Model):
    """When a worker of the queue last said that it is alive."""

    queue = models.CharField(max_length=40, unique=True)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.queue} at {self.beaten_at}"
