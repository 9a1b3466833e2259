from django.urls import URLPattern, URLResolver, path

from takedowns.enforcement import web as enforcement

urlpatterns: list[URLPattern | URLResolver] = [
    path("statement/<str:token>/", enforcement.statement_detail, name="statement"),
    path(
        "statement/<str:token>/picture",
        enforcement.statement_picture,
        name="statement-picture",
    ),
]
