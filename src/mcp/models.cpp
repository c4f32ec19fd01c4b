#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <athanor/core/error.hpp>
#include <athanor/mcp/models.hpp>
#include <athanor/sql/statement.hpp>

#include "mcp/model_values.hpp"

namespace athanor::mcp::detail {
namespace {

enum class Comparison { equal, from, to };

/// A parameter of the list.
struct Filter {
    std::string name;
    std::size_t column;
    Comparison comparison;
};

bool is_ranged(TypeKind kind) {
    return kind == TypeKind::numeric || kind == TypeKind::date || kind == TypeKind::date_time;
}

/// What is exposed of a model; immutable, so that all threads share it.
class Exposed {
public:
    Exposed(Engine from, const Mapper& of, Exposure how, const std::vector<std::size_t>& filtered_by,
            const std::vector<std::size_t>& hidden)
        : engine(std::move(from)), mapper(of), exposure(std::move(how)) {
        mapper.complete_keys();
        const auto& columns = mapper.table().columns();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (can_cross(columns[i].type) && std::ranges::find(hidden, i) == hidden.end()) {
                visible.push_back(i);
            }
        }
        for (const auto position : mapper.table().primary_key()) {
            require_visible(position, "the primary key");
        }
        for (const auto position : filtered_by) {
            require_visible(position, "a filter");
            const auto& column = columns[position];
            if (is_ranged(column.type.kind)) {
                filters.push_back({column.name + "_from", position, Comparison::from});
                filters.push_back({column.name + "_to", position, Comparison::to});
            } else {
                filters.push_back({column.name, position, Comparison::equal});
            }
        }
        if (exposure.max_rows < 1) {
            throw ArgumentError(
                fmt::format("{} would be listed in pages of {} rows", exposure.plural, exposure.max_rows),
                "give max_rows of 1 or more");
        }
        row_schema = new_json();
        describe_row(*row_schema);
    }

    const Engine engine;
    const Mapper& mapper;
    const Exposure exposure;
    std::vector<std::size_t> visible;
    std::vector<Filter> filters;
    std::shared_ptr<Json> row_schema;

    [[nodiscard]] const Column& column(std::size_t position) const { return mapper.table().columns()[position]; }
    [[nodiscard]] const std::vector<std::size_t>& key() const { return mapper.table().primary_key(); }
    [[nodiscard]] sql::ExpressionPtr expression(std::size_t position) const {
        return sql::column(mapper.source(), position);
    }
    [[nodiscard]] sql::ExpressionPtr compare(sql::BinaryOperator op, std::size_t position, const Value& value) const {
        const auto left = expression(position);
        return sql::binary(op, left, sql::bind(value, left.get()));
    }
    [[nodiscard]] sql::Statement select() const {
        sql::SelectBody body;
        body.from = &mapper.source();
        for (const auto position : visible) {
            body.items.push_back({expression(position), nullptr});
        }
        return sql::Statement(std::move(body));
    }

private:
    void require_visible(std::size_t position, std::string_view what) const {
        if (std::ranges::find(visible, position) == visible.end()) {
            throw ArgumentError(fmt::format("{}.{} is {} of what is exposed, and is secret, hidden or octets",
                                            mapper.class_name(), column(position).name, what),
                                "leave the model out, or expose it by a tool of your own");
        }
    }
    void describe_row(Json& out) const {
        object_schema(out);
        for (const auto position : visible) {
            column_schema(add_property(out, column(position).name), column(position).type);
            finish_property(out, column(position).name, column(position).comment, !column(position).nullable);
        }
    }
};

/// Rows as JSON objects; what is NULL is left out.
class JsonRows final : public RowSink {
public:
    explicit JsonRows(const Exposed& model) : model_(model) {}
    void row(const Cursor& cursor) override {
        auto& object = rows.emplace_back(Json::object());
        for (std::size_t i = 0; i < model_.visible.size(); ++i) {
            if (!cursor.is_null(i)) {
                const auto& column = model_.column(model_.visible[i]);
                encode_cell(object[column.name], cursor, i, column.type);
            }
        }
    }
    std::vector<Json> rows;

private:
    const Exposed& model_;
};

std::vector<Json> fetch(const Exposed& model, Context& context, const sql::Statement& statement) {
    const CancelStatements cancel(context);
    ReadSession session(model.engine);
    JsonRows sink(model);
    session.core().query(statement, sink);
    return std::move(sink.rows);
}

/// Decodes the arguments of one call, and passes on what is wrong with them.
template <class Work>
auto decoding(const Work& work) {
    try {
        return work();
    } catch (const BadValue& bad) {
        throw ToolError(bad.message);
    }
}

void add_limit(sql::Statement& statement, const Exposed& model, int limit) {
    for (const auto position : model.key()) {
        statement.add_order_by({model.expression(position), false});
    }
    statement.set_limit(limit);
}

/// Behind the row with that key, in the order of the keys: a > x, or a = x and b > y.
void add_behind(sql::Statement& statement, const Exposed& model, const std::vector<Value>& place) {
    sql::ExpressionPtr behind;
    for (std::size_t i = place.size(); i-- > 0;) {
        const auto position = model.key()[i];
        auto greater = model.compare(sql::BinaryOperator::greater, position, place[i]);
        if (behind.get() != nullptr) {
            auto equal = model.compare(sql::BinaryOperator::equal, position, place[i]);
            greater = sql::binary(sql::BinaryOperator::or_, std::move(greater),
                                  sql::binary(sql::BinaryOperator::and_, std::move(equal), std::move(behind)));
        }
        behind = std::move(greater);
    }
    statement.add_where(std::move(behind));
}

std::string cursor_of(const Exposed& model, const Json& row) {
    Json place = Json::array();
    for (const auto position : model.key()) {
        place.push_back(row.at(model.column(position).name));
    }
    return place.dump();
}

std::vector<Value> place_of(const Exposed& model, const Json& cursor, const Path& path) {
    const auto text = Codec<std::string>::decode(cursor, path);
    const Json place = Json::parse(text, nullptr, false);
    if (!place.is_array() || place.size() != model.key().size()) {
        refuse(path, "it is no place in this list", "take next_cursor of the page before, or leave it out");
    }
    std::vector<Value> values;
    for (std::size_t i = 0; i < place.size(); ++i) {
        values.push_back(decode_value(place[i], path, model.column(model.key()[i]).type));
    }
    return values;
}

sql::BinaryOperator operator_of(Comparison comparison) {
    switch (comparison) {
    case Comparison::from:
        return sql::BinaryOperator::greater_equal;
    case Comparison::to:
        return sql::BinaryOperator::less_equal;
    case Comparison::equal:
        break;
    }
    return sql::BinaryOperator::equal;
}

ToolResult list(const Exposed& model, const Json& schema, Context& context, const Json& arguments) {
    int limit = model.exposure.max_rows;
    auto statement = model.select();
    decoding([&] {
        refuse_unknown(arguments, Path{}, schema);
        for (const auto& filter : model.filters) {
            if (const Json* value = find_member(arguments, filter.name); value != nullptr && !value->is_null()) {
                const Path path{nullptr, filter.name};
                statement.add_where(model.compare(operator_of(filter.comparison), filter.column,
                                                  decode_value(*value, path, model.column(filter.column).type)));
            }
        }
        if (const Json* value = find_member(arguments, "limit"); value != nullptr && !value->is_null()) {
            limit = static_cast<int>(decode_integer(*value, Path{nullptr, "limit"}, 1, model.exposure.max_rows));
        }
        if (const Json* value = find_member(arguments, "cursor"); value != nullptr && !value->is_null()) {
            add_behind(statement, model, place_of(model, *value, Path{nullptr, "cursor"}));
        }
    });
    add_limit(statement, model, limit + 1);
    auto rows = fetch(model, context, statement);
    auto answer = new_json();
    const bool more = std::cmp_greater(rows.size(), limit);
    if (more) {
        rows.pop_back();
    }
    *answer = {{"rows", rows}, {"truncated", more}};
    if (more) {
        (*answer)["next_cursor"] = cursor_of(model, rows.back());
    }
    ToolResult result;
    set_structured(result, std::move(answer));
    return result;
}

std::vector<Json> find(const Exposed& model, Context& context, const std::vector<Value>& key) {
    auto statement = model.select();
    for (std::size_t i = 0; i < key.size(); ++i) {
        statement.add_where(model.compare(sql::BinaryOperator::equal, model.key()[i], key[i]));
    }
    return fetch(model, context, statement);
}

ToolResult get(const Exposed& model, const Json& schema, Context& context, const Json& arguments) {
    const auto key = decoding([&] {
        refuse_unknown(arguments, Path{}, schema);
        std::vector<Value> values;
        for (const auto position : model.key()) {
            const Path path{nullptr, model.column(position).name};
            const Json* value = find_member(arguments, model.column(position).name);
            if (value == nullptr) {
                refuse_missing(path, schema, "primary key");
            }
            values.push_back(decode_value(*value, path, model.column(position).type));
        }
        return values;
    });
    auto rows = find(model, context, key);
    if (rows.empty()) {
        return ToolResult::error(fmt::format("there is no {} with that key; list_{} gives those that there are",
                                             model.exposure.name, model.exposure.plural));
    }
    auto answer = new_json();
    *answer = std::move(rows.front());
    ToolResult result;
    set_structured(result, std::move(answer));
    return result;
}

void add_property_of(Json& schema, std::string_view name, const Type& type, std::string_view description,
                     bool required) {
    column_schema(add_property(schema, name), type);
    finish_property(schema, name, description, required);
}

ToolSpec reading_tool(const Exposed& model, std::string name, std::string title, std::string description) {
    ToolSpec tool;
    tool.name = std::move(name);
    tool.title = std::move(title);
    tool.description = std::move(description);
    if (!model.exposure.description.empty()) {
        tool.description += " " + model.exposure.description;
    }
    tool.read_only = true;
    tool.destructive = false;
    tool.idempotent = true;
    tool.open_world = false;
    return tool;
}

void add_list(Server& server, const std::shared_ptr<const Exposed>& model) {
    const auto& exposure = model->exposure;
    auto tool = reading_tool(
        *model, "list_" + exposure.plural, "List " + exposure.plural,
        fmt::format("List {} in the order of their keys, in pages of {} at most.", exposure.plural, exposure.max_rows));
    const auto input = new_json();
    object_schema(*input);
    for (const auto& filter : model->filters) {
        const auto& column = model->column(filter.column);
        add_property_of(*input, filter.name, column.type,
                        filter.comparison == Comparison::equal  ? fmt::format("Only those with this {}", column.name)
                        : filter.comparison == Comparison::from ? fmt::format("The smallest {}, included", column.name)
                                                                : fmt::format("The largest {}, included", column.name),
                        false);
    }
    integer_schema(add_property(*input, "limit"), 1, exposure.max_rows);
    finish_property(*input, "limit", "How many rows at most", false);
    Codec<std::string>::schema(add_property(*input, "cursor"));
    finish_property(*input, "cursor", "next_cursor of the page before; the other arguments as there", false);
    const auto output = new_json();
    object_schema(*output);
    Json& rows = add_property(*output, "rows");
    array_schema(rows);
    add_member(rows, "items") = *model->row_schema;
    finish_property(*output, "rows", {}, true);
    Codec<bool>::schema(add_property(*output, "truncated"));
    finish_property(*output, "truncated", "Whether there are more behind these rows", true);
    Codec<std::string>::schema(add_property(*output, "next_cursor"));
    finish_property(*output, "next_cursor", "cursor of the next page, if there is one", false);
    tool.input_schema = input;
    tool.output_schema = output;
    tool.call = [model, input](Context& context, const Json& arguments) {
        return list(*model, *input, context, arguments);
    };
    server.add(std::move(tool));
}

void add_get(Server& server, const std::shared_ptr<const Exposed>& model) {
    const auto& exposure = model->exposure;
    auto tool = reading_tool(*model, "get_" + exposure.name, "Get one of the " + exposure.plural,
                             fmt::format("Read one of the {} by its key.", exposure.plural));
    const auto input = new_json();
    object_schema(*input);
    for (const auto position : model->key()) {
        add_property_of(*input, model->column(position).name, model->column(position).type, "Primary key", true);
    }
    tool.input_schema = input;
    tool.output_schema = model->row_schema;
    tool.call = [model, input](Context& context, const Json& arguments) {
        return get(*model, *input, context, arguments);
    };
    server.add(std::move(tool));
}

/// The key as it stands in a URI: numbers as such, everything else as text.
Value key_of_text(const Exposed& model, const std::string& text) {
    const auto& column = model.column(model.key().front());
    Json json = text;
    if (column.type.kind == TypeKind::integer || column.type.kind == TypeKind::real ||
        column.type.kind == TypeKind::boolean) {
        json = Json::parse(text, nullptr, false);
    }
    try {
        return decode_value(json, Path{nullptr, column.name}, column.type);
    } catch (const BadValue& bad) {
        throw ResourceNotFound(bad.message);
    }
}

void add_resource(Server& server, const std::shared_ptr<const Exposed>& model) {
    if (model->key().size() != 1) {
        return;
    }
    const auto& exposure = model->exposure;
    ResourceSpec spec;
    spec.uri = fmt::format("{}://{}/{{{}}}", exposure.scheme, exposure.plural, "key");
    spec.name = exposure.name;
    spec.title = "One of the " + exposure.plural;
    spec.description = exposure.description;
    spec.mime_type = "application/json";
    spec.read = [model](Context& context, std::string_view uri, const std::vector<std::string>& variables) {
        const auto rows = find(*model, context, {key_of_text(*model, variables.at(0))});
        if (rows.empty()) {
            throw ResourceNotFound(fmt::format("there is no {} with that key", model->exposure.name));
        }
        return ResourceContents{std::string(uri), "application/json", rows.front().dump()};
    };
    server.add(std::move(spec));
}

}  // namespace

void expose(Server& server, const Engine& engine, const Mapper& mapper, const Exposure& exposure,
            const std::vector<std::size_t>& filters, const std::vector<std::size_t>& hidden) {
    make_cancellable(engine);
    const auto model = std::make_shared<const Exposed>(engine, mapper, exposure, filters, hidden);
    add_list(server, model);
    add_get(server, model);
    add_resource(server, model);
}

}  // namespace athanor::mcp::detail
