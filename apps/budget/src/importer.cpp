#include "importer.hpp"

#include <utility>

#include <fmt/format.h>

namespace budget {

Importer::Importer(athanor::Session& session, const athanor::Ref<User>& user, const ImportFormat& format,
                   std::function<void(athanor::Session&)> written)
    : session_(session),
      written_(std::move(written)),
      user_id_(user->id),
      profile_(format.profile_name()),
      file_has_keys_(format.has_keys()) {
    auto& c = Category::columns();
    for (auto& [id, name] : session_.execute(select(c.id, c.name))) {
        categories_.emplace(std::move(name), id);
    }
}

void Importer::add(ImportRow row, Complaints& complaints) {
    identify(row);
    count_transfer(row);
    if (file_has_keys_ && !is_new_in_file(row, complaints)) {
        return;
    }
    waiting_.push_back(std::move(row));
    if (waiting_.size() == chunk) {
        flush(complaints);
    }
}

void Importer::count_transfer(const ImportRow& row) {
    if (row.transfer_id) {
        Halves& halves = transfers_[*row.transfer_id];
        halves.first_row = halves.count == 0 ? row.number : halves.first_row;
        halves.sum += row.amount;
        ++halves.count;
    }
}

void Importer::identify(ImportRow& row) {
    if (row.key) {
        return;
    }
    row.key = athanor::Uuid::random();
    if (row.import_key) {
        return;
    }
    Digest digest;
    digest.field(profile_).field(row.account).field(row.date.to_string()).field(row.amount.to_string());
    digest.field(row.description);
    const unsigned which = ++equal_rows_[digest];
    row.import_key = fmt::format("{}:{}", profile_, digest.field(std::to_string(which)).to_hex());
}

bool Importer::is_new_in_file(const ImportRow& row, Complaints& complaints) {
    const auto remember = [&](std::string_view column, const std::string& value) {
        const auto [found, added] = keys_of_file_.emplace(Digest().field(column).field(value), row.number);
        if (!added) {
            complaints.add(row.number, fmt::format("it has the {} of row {}", column, found->second));
        }
        return added;
    };
    return remember("key", row.key->to_string()) && (!row.import_key || remember("import_key", *row.import_key));
}

Importer::Existing Importer::find_existing(const std::vector<ImportRow>& rows) {
    std::vector<std::string> import_keys;
    std::vector<athanor::Uuid> keys;
    std::vector<athanor::Uuid> transfers;
    for (const ImportRow& row : rows) {
        if (row.transfer_id && !transfers_[*row.transfer_id].added) {
            transfers.push_back(*row.transfer_id);
        }
        if (row.import_key) {
            import_keys.push_back(*row.import_key);
        }
        keys.push_back(*row.key);
    }
    auto& e = Expense::columns();
    Existing existing;
    if (!import_keys.empty()) {
        const auto query = select(e.import_key).where(e.user_id == user_id_, e.import_key.in_(import_keys));
        for (auto& import_key : session_.scalars(query)) {
            existing.import_keys.insert(import_key.value());
        }
    }
    if (file_has_keys_) {
        for (const auto& [key, owner] : session_.execute(select(e.key, e.user_id).where(e.key.in_(keys)))) {
            existing.owners.emplace(key, owner);
        }
    }
    if (!transfers.empty()) {
        for (const auto& id : session_.scalars(select(e.transfer_id).where(e.transfer_id.in_(transfers)))) {
            existing.transfers.insert(id.value());
        }
    }
    return existing;
}

bool Importer::is_there(const ImportRow& row, const Existing& existing, Complaints& complaints) const {
    if (const auto found = existing.owners.find(*row.key); found != existing.owners.end()) {
        if (found->second != user_id_) {
            complaints.add(row.number, fmt::format("the key {} is that of another user's expense", *row.key));
        }
        return true;
    }
    return row.import_key && existing.import_keys.contains(*row.import_key);
}

void Importer::check_transfer(const ImportRow& row, const Existing& existing, Complaints& complaints) {
    if (!row.transfer_id) {
        return;
    }
    if (existing.transfers.contains(*row.transfer_id)) {
        complaints.add(row.number, fmt::format("the transfer {} is there already, with other keys", *row.transfer_id));
    }
    transfers_[*row.transfer_id].added = true;
}

void Importer::create_categories(const std::vector<const ImportRow*>& rows) {
    std::vector<athanor::Ref<Category>> created;
    for (const ImportRow* row : rows) {
        if (!categories_.emplace(row->category, 0).second) {
            continue;
        }
        auto category = athanor::make<Category>({.name = row->category});
        if (row->color) {
            category->color = *row->color;
        }
        created.push_back(session_.add(category));
        report_.categories.push_back(row->category);
    }
    session_.flush();
    for (const auto& category : created) {
        categories_[category->name] = category->id;
    }
}

void Importer::create_expenses(const std::vector<const ImportRow*>& rows) {
    for (const ImportRow* row : rows) {
        // By number, not by relationship: objects that refer to one another stay in memory together.
        auto expense = athanor::make<Expense>({.user_id = user_id_,
                                               .category_id = categories_.at(row->category),
                                               .description = row->description,
                                               .amount = row->amount,
                                               .date = row->date,
                                               .key = *row->key,
                                               .import_key = row->import_key,
                                               .transfer_id = row->transfer_id});
        if (row->created_at) {
            expense->created_at = *row->created_at;
        }
        session_.add(expense);
    }
    session_.flush();
}

void Importer::flush(Complaints& complaints) {
    const auto rows = std::exchange(waiting_, {});
    if (rows.empty() || complaints.total() != 0) {
        return;
    }
    waiting_.reserve(chunk);
    const Existing existing = find_existing(rows);
    std::vector<const ImportRow*> added;
    for (const ImportRow& row : rows) {
        if (is_there(row, existing, complaints)) {
            ++report_.existing;
        } else {
            check_transfer(row, existing, complaints);
            added.push_back(&row);
        }
    }
    if (complaints.total() != 0) {
        return;
    }
    create_categories(added);
    create_expenses(added);
    if (written_) {
        written_(session_);
    }
    session_.release_unused();
    report_.added += added.size();
}

void Importer::finish(Complaints& complaints) {
    for (const auto& [id, halves] : transfers_) {
        if (halves.count != 2 || !halves.sum.is_zero()) {
            complaints.add(halves.first_row,
                           fmt::format("the transfer {} needs two rows whose amounts cancel out, and has {} that add "
                                       "up to {}",
                                       id, halves.count, halves.sum));
        }
    }
    flush(complaints);
}

}  // namespace budget
