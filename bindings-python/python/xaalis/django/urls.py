"""`path("xaalis/", include("xaalis.django.urls"))`."""

from __future__ import annotations

from django.urls import path

from . import relay, views

app_name = "xaalis"
urlpatterns = [
    path("senfenico", views.senfenico, name="senfenico"),
    path("dexchange/<str:external_transaction_id>/<str:token>", views.dexchange, name="dexchange"),
    path("pay", relay.view, name="pay"),
    path("bills", relay.bills_view, name="bills"),
    # As people type them into a dashboard.
    path("senfenico/", views.senfenico),
    path("dexchange/<str:external_transaction_id>/<str:token>/", views.dexchange),
]
