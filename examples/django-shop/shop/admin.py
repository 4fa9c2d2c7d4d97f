from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from .models import BillPayment, Order, Product

admin.site.register(Product)


class ReadOnly(admin.ModelAdmin):
    """Payments are made and concluded by the shop alone."""

    list_display = ["id", "state", "amount", "created_at", "paid_at"]
    list_filter = ["state"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


admin.site.register([Order, BillPayment], ReadOnly)
