from django.urls import path

from docs_shop import limited

urlpatterns = [
    path("<int:order_id>/pay", limited.pay, name="pay"),
    path("<int:order_id>", limited.code, name="code"),
]
