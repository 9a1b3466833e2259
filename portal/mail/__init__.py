from portal.mail.send import send

__all__ = ["send"]
