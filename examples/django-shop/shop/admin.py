from django.contrib import admin

from .models import BillPayment, Order, Product

admin.site.register(Product)


class ReadOnly(admin.ModelAdmin):
    """Payments are made and concluded by the shop alone."""

    list_display = ["id", "state", "amount", "created_at", "paid_at"]
    list_filter = ["state"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.register([Order, BillPayment], ReadOnly)
