find_package(PostgreSQL REQUIRED)
set(dialect_libraries PostgreSQL::PostgreSQL)
set(dialect_packages PostgreSQL)
set(dialect_link_names pq)
