"""The day on which an article was first published, where that was before it came here."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_history_without_articles'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='first_published_on',
            field=models.DateField(blank=True, help_text='The day it was first published, where that was before it came here. Readers see it.', null=True),
        ),
    ]
