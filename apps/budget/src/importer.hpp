#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <budget/csv_import.hpp>

#include "digest.hpp"
#include "import_format.hpp"

namespace budget {

/// Writes the checked rows of one file, a chunk at a time. Must not outlive the session and the user.
class Importer {
public:
    static constexpr std::size_t chunk = 1000;

    Importer(athanor::Session& session, const athanor::Ref<User>& user, const ImportFormat& format,
             std::function<void(athanor::Session&)> written);

    /// Takes a row; it is written with the next chunk.
    void add(ImportRow row, Complaints& complaints);
    /// Writes what is waiting, unless something was refused: then nothing will be written any more.
    void flush(Complaints& complaints);
    /// Call it last: writes what is waiting and complains about transfers of which the file has one half only.
    void finish(Complaints& complaints);

    [[nodiscard]] ImportReport& report() noexcept { return report_; }

private:
    struct Existing {
        std::unordered_set<std::string> import_keys;
        std::unordered_map<athanor::Uuid, int> owners;  // key of an expense -> user
        std::unordered_set<athanor::Uuid> transfers;
    };
    /// What the file has of a transfer so far.
    struct Halves {
        std::size_t first_row = 0;
        std::size_t count = 0;
        athanor::Decimal sum;
        bool added = false;
    };
    void count_transfer(const ImportRow& row);
    void identify(ImportRow& row);
    [[nodiscard]] bool is_new_in_file(const ImportRow& row, Complaints& complaints);
    [[nodiscard]] Existing find_existing(const std::vector<ImportRow>& rows);
    [[nodiscard]] bool is_there(const ImportRow& row, const Existing& existing, Complaints& complaints) const;
    void check_transfer(const ImportRow& row, const Existing& existing, Complaints& complaints);
    void create_categories(const std::vector<const ImportRow*>& rows);
    void create_expenses(const std::vector<const ImportRow*>& rows);

    athanor::Session& session_;
    std::function<void(athanor::Session&)> written_;
    int user_id_;
    std::string profile_;
    bool file_has_keys_;  // else no two of its rows can have the same
    std::vector<ImportRow> waiting_;
    std::unordered_map<Digest, unsigned> equal_rows_;
    std::unordered_map<Digest, std::size_t> keys_of_file_;  // -> number of the row
    std::unordered_map<std::string, int> categories_;
    std::unordered_map<athanor::Uuid, Halves> transfers_;
    ImportReport report_;
};

}  // namespace budget
