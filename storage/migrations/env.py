"""Runs migrations on the connection that ``storage.schema`` hands over; there is no alembic.ini."""

from alembic import context

from storage.tables import Table

connection = context.config.attributes.get("connection")
if connection is None:  # only to print the SQL for another database
    context.configure(
        dialect_name=context.config.get_main_option("dialect"),
        target_metadata=Table.metadata,
        literal_binds=True,
    )
else:
    context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
