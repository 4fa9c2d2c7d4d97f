import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('op_id', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='operation')),
                ('version', models.IntegerField(editable=False)),
                ('sequence', models.PositiveBigIntegerField(editable=False, verbose_name='sequence')),
                ('vendor', models.CharField(max_length=16, verbose_name='vendor')),
                ('mode', models.CharField(max_length=8, verbose_name='mode')),
                ('operation', models.CharField(max_length=32, verbose_name='kind')),
                ('stage', models.CharField(choices=[('open', 'on its way'), ('unknown', 'outcome unknown'), ('closed', 'ended')], max_length=8, verbose_name='stage')),
                ('reference', models.CharField(blank=True, max_length=64, null=True, verbose_name="vendor's reference")),
                ('our_reference', models.CharField(blank=True, max_length=64, null=True, verbose_name='our reference')),
                ('state', models.TextField(editable=False)),
                ('outcome', models.CharField(blank=True, choices=[('settled', 'settled'), ('rejected', 'rejected'), ('not_sent', 'not sent'), ('unknown', 'unknown'), ('ended', 'ended, see each item')], max_length=8, verbose_name='outcome')),
                ('code', models.CharField(blank=True, max_length=64, verbose_name='code')),
                ('told', models.CharField(blank=True, editable=False, max_length=8)),
                ('telling_since', models.DateTimeField(editable=False, null=True)),
                ('looked_at', models.DateTimeField(blank=True, null=True, verbose_name='looked at')),
                ('look_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(verbose_name='begun')),
                ('updated_at', models.DateTimeField(verbose_name='last change')),
            ],
            options={
                'verbose_name': 'payment',
                'verbose_name_plural': 'payments',
                'ordering': ('-created_at',),
                'indexes': [models.Index(fields=['stage', 'look_at'], name='xaalis_due'), models.Index(fields=['vendor', 'our_reference'], name='xaalis_our_reference'), models.Index(fields=['created_at'], name='xaalis_created')],
                'constraints': [models.UniqueConstraint(fields=('vendor', 'mode', 'reference'), name='xaalis_claim')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vendor', models.CharField(max_length=16, verbose_name='vendor')),
                ('dedupe', models.CharField(editable=False, max_length=64)),
                ('event', models.CharField(max_length=64, verbose_name='event')),
                ('status', models.CharField(blank=True, max_length=64, verbose_name='status')),
                ('reference', models.CharField(blank=True, max_length=64, null=True, verbose_name="vendor's reference")),
                ('ext_id', models.CharField(blank=True, max_length=64, null=True, verbose_name='our reference')),
                ('content', models.TextField(blank=True, editable=False)),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied')),
                ('payment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='xaalis.payment', verbose_name='payment')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ('-received_at',),
                'indexes': [models.Index(fields=['applied_at', 'received_at'], name='xaalis_unapplied')],
                'constraints': [models.UniqueConstraint(fields=('vendor', 'dedupe'), name='xaalis_once')],
            },
        ),
    ]
