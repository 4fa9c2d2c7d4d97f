from django.urls import path

from .views import bills, orders

urlpatterns = [
    path("", orders.catalogue, name="catalogue"),
    path("buy/<int:id>/", orders.buy, name="buy"),
    path("orders/<uuid:id>/", orders.order, name="order"),
    path("orders/<uuid:id>/pay/", orders.pay, name="order-pay"),
    path("orders/<uuid:id>/code/", orders.code, name="order-code"),
    path("orders/<uuid:id>/wrong-number/", orders.wrong_number, name="order-wrong-number"),
    path("orders/<uuid:id>/again/", orders.again, name="order-again"),
    path("orders/<uuid:id>/token", orders.token, name="order-token"),
    path("orders/<uuid:id>/state/", orders.state, name="order-state"),
    path("bills/", bills.bills, name="bills"),
    path("bills/<uuid:id>/", bills.bill, name="bill"),
    path("bills/<uuid:id>/choose/", bills.choose, name="bill-choose"),
    path("bills/<uuid:id>/pay/", bills.pay, name="bill-pay"),
    path("bills/<uuid:id>/again/", bills.again, name="bill-again"),
    path("bills/<uuid:id>/state/", bills.state, name="bill-state"),
    path("unknown/", bills.unknown, name="unknown"),
]
