#pragma once

// Everything a program with models needs.

#include <athanor/core/date.hpp>
#include <athanor/core/date_time.hpp>
#include <athanor/core/decimal.hpp>
#include <athanor/core/dotenv.hpp>
#include <athanor/core/error.hpp>
#include <athanor/core/uuid.hpp>
#include <athanor/core/year_month.hpp>
#include <athanor/engine/engine.hpp>
#include <athanor/orm/model.hpp>
#include <athanor/orm/query.hpp>
#include <athanor/orm/schema.hpp>
#include <athanor/orm/select.hpp>
#include <athanor/orm/session.hpp>
#include <athanor/orm/write.hpp>
