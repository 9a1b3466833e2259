from django.urls import URLPattern, URLResolver, include, path

from takedowns.demo import web as demo
from takedowns.enforcement import orders_web as orders
from takedowns.enforcement import web as enforcement
from takedowns.notices.web import home
from takedowns.review import web as review

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/", demo.guide, name="demo"),
    path("demo/specimens/<slug:name>.smd", demo.specimen, name="demo-specimen"),
    path("home/overview/", home.overview, name="overview"),
    path("notices/", include("takedowns.notices.urls")),
    path("statement/<str:token>/", enforcement.statement_detail, name="statement"),
    path(
        "statement/<str:token>/picture",
        enforcement.statement_picture,
        name="statement-picture",
    ),
    path("orders/", orders.order_list, name="order-list"),
    path("orders/<int:pk>/", orders.order_detail, name="order-detail"),
    path("orders/<int:pk>/retry/", orders.order_retry, name="order-retry"),
    path("review/", review.desk, name="review-desk"),
    path("review/claim/", review.claim, name="review-claim"),
    path("review/items/<int:pk>/", review.item, name="review-item"),
    path("review/items/<int:pk>/release/", review.release, name="review-release"),
    path("review/items/<int:pk>/renew/", review.renew, name="review-renew"),
    path("review/items/<int:pk>/take-back/", review.take_back, name="review-take-back"),
]
