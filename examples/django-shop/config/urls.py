from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("shop.urls")),
    path("xaalis/", include("xaalis.django.urls")),  # webhooks and callbacks
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
