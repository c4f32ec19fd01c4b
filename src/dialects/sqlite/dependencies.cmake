find_package(SQLite3 REQUIRED)
set(dialect_libraries SQLite::SQLite3)
set(dialect_packages SQLite3)
set(dialect_link_names sqlite3)
