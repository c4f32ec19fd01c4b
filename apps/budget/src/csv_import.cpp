#include <utility>

#include <fmt/format.h>

#include <budget/csv_import.hpp>
#include <budget/errors.hpp>
#include <budget/validation.hpp>

#include "csv_reader.hpp"
#include "import_format.hpp"
#include "importer.hpp"
#include "lookup.hpp"

namespace budget {

ImportProfile parse_profile(std::string_view name) {
    static const std::string names[] = {"native", "mint"};
    if (name == names[0]) {
        return ImportProfile::native;
    }
    if (name == names[1]) {
        return ImportProfile::mint;
    }
    throw NotFoundError(fmt::format("there is no import profile {}", in_quotes(name)),
                        suggestion(name, names, "profiles: native, mint"));
}

void lock_for_import(athanor::Session& session, int user_id) {
    auto& u = User::columns();
    static_cast<void>(session.execute(athanor::update<User>().where(u.id == user_id).values(u.name, u.name)));
}

ImportReport import_csv(athanor::Session& session, const athanor::Ref<User>& user, std::istream& in,
                        const ImportOptions& options) {
    CsvReader reader(in);
    if (!reader.next()) {
        throw ValidationError("the file is empty", "its first row must name the columns");
    }
    if (!reader.problem().empty()) {
        throw ValidationError("row 1: it " + reader.problem(), "the first row must name the columns");
    }
    const ImportFormat format(options.profile, reader.fields());
    Complaints complaints;
    Importer importer(session, user, format, options.written);
    ImportReport& report = importer.report();
    ImportRow row;
    while (reader.next()) {
        if (options.cancelled && options.cancelled()) {
            throw CancelledError("interrupted: nothing was imported");
        }
        ++report.rows;
        if (!reader.problem().empty()) {
            complaints.add(reader.row(), "it " + reader.problem());
        } else {
            const auto outcome = format.read(reader.fields(), reader.row(), row, complaints);
            if (outcome == ImportFormat::Outcome::credit) {
                ++report.credits;
            } else if (outcome == ImportFormat::Outcome::expense) {
                importer.add(std::move(row), complaints);
            }
        }
        if (options.progress && report.rows % Importer::chunk == 0) {
            options.progress(report, reader.bytes());
        }
    }
    // The stream ends like a file when it cannot be read any further.
    if (in.bad()) {
        throw Error("the file could not be read to its end: nothing was imported", "try again, or copy the file first");
    }
    importer.finish(complaints);
    complaints.raise();
    if (options.cancelled && options.cancelled()) {
        throw CancelledError("interrupted: nothing was imported");
    }
    return std::move(report);
}

}  // namespace budget
