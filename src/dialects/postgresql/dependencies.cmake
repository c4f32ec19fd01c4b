find_package(PostgreSQL REQUIRED)
set(dialect_libraries PostgreSQL::PostgreSQL)
