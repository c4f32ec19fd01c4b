find_package(SQLite3 REQUIRED)
set(dialect_libraries SQLite::SQLite3)
