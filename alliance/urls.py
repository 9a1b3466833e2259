from django.urls import URLPattern, URLResolver, path

from alliance.notifications import web as notifications

urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications/", notifications.notification_list, name="notification-list"),
    path(
        "notifications/read-all/",
        notifications.notification_read_all,
        name="notification-read-all",
    ),
    path(
        "notifications/<int:pk>/open/",
        notifications.notification_open,
        name="notification-open",
    ),
]
