"""History is in the order of its articles' ids: with their own order, deleted ones hid theirs."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_import_jobs'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='edition',
            options={'ordering': ['article_id', '-number']},
        ),
        migrations.AlterModelOptions(
            name='reviewentry',
            options={'ordering': ['article_id', 'pk'], 'verbose_name_plural': 'review entries'},
        ),
        migrations.AlterModelOptions(
            name='signoff',
            options={'ordering': ['article_id', '-signed_at', '-pk'], 'verbose_name': 'sign-off'},
        ),
    ]
