import uuid

from django.db import models

from xaalis.django.payable import Payable


class Booking(Payable):
    payable_as = "stay"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    nights = models.PositiveSmallIntegerField()

    @property
    def amount(self):
        return self.nights * 1000


class BillOrder(models.Model):
    """Of the docs of relays."""

    service = models.CharField(max_length=20)
    number = models.CharField(max_length=20)
    amount = models.PositiveIntegerField()
    paid = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=40, blank=True)

    class Meta:
        app_label = "payables"
