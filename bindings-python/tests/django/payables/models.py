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
