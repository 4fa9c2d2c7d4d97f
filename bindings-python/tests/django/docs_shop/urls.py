from django.urls import include, path

from docs_shop import api, class_views, views

urlpatterns = [
    path("xaalis/", include("xaalis.django.urls")),
    path("<int:order_id>/pay", views.pay, name="pay"),
    path("<int:order_id>", views.code, name="code"),
    path("<int:order_id>/again", views.again, name="again"),
    path("class/<int:order_id>", class_views.Pay.as_view(), name="pay-class"),
    path("api/<int:order_id>", api.PaymentView.as_view()),
]
