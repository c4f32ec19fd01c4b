#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <athanor/mcp/content.hpp>
#include <athanor/mcp/context.hpp>
#include <athanor/mcp/schema.hpp>

#pragma GCC visibility push(default)

// From a function to what the protocol needs of it: its parameters' schema, their decoding, the encoding of its result.
namespace athanor::mcp {

class Server;

/// Marks a type that Server::provide makes for functions that take a T&. `writes`: whether it can change anything.
template <class T>
struct Provided {
    static constexpr bool is_provided = false;
    static constexpr bool writes = false;
};

template <class E>
concept ToolEffect = std::same_as<E, Reads> || std::same_as<E, Writes>;

namespace detail {

template <class T>
inline constexpr bool is_handed =
    std::is_lvalue_reference_v<T> && (std::same_as<T, Context&> || Provided<std::remove_cvref_t<T>>::is_provided);

template <class... P>
constexpr std::size_t handed_count() {
    std::size_t count = 0;
    bool more = true;
    ((more = more && is_handed<P>, count += more ? 1 : 0), ...);
    return count;
}

template <class R, class... P>
struct Signature {
    using Result = R;
    using Parameters = std::tuple<P...>;
    static constexpr std::size_t handed = handed_count<P...>();
    static constexpr std::size_t decoded = sizeof...(P) - handed;
    static constexpr bool takes_writer = ((is_handed<P> && Provided<std::remove_cvref_t<P>>::writes) || ...);
    static constexpr bool takes_reader =
        ((Provided<std::remove_cvref_t<P>>::is_provided && !Provided<std::remove_cvref_t<P>>::writes) || ...);
};

template <class F>
struct FunctionTraits : FunctionTraits<decltype(&F::operator())> {};
template <class R, class... P>
struct FunctionTraits<R (*)(P...)> : Signature<R, P...> {};
template <class R, class C, class... P>
struct FunctionTraits<R (C::*)(P...)> : Signature<R, P...> {};
template <class R, class C, class... P>
struct FunctionTraits<R (C::*)(P...) const> : Signature<R, P...> {};

template <class F>
inline constexpr bool reads_by_construction = FunctionTraits<F>::takes_reader && !FunctionTraits<F>::takes_writer;

template <class E, class F>
constexpr void check_effect() {
    static_assert(!(std::same_as<E, Reads> && FunctionTraits<F>::takes_writer),
                  "athanor: a tool that only reads cannot take what writes: take a ReadSession&");
    static_assert(!(std::same_as<E, Writes> && reads_by_construction<F>),
                  "athanor: this tool says that it writes, but its session can only read");
}

// ---- what is handed

std::shared_ptr<void> provided(Server& server, std::string_view type, Context& context);

/// Keeps one handed parameter for the length of a call.
template <class P>
class Handed {
public:
    Handed(Server& server, Context& context)
        : held_(provided(server, athanor::detail::type_key_of<std::remove_cvref_t<P>>, context)) {}
    P get() const { return *static_cast<std::remove_reference_t<P>*>(held_.get()); }

private:
    std::shared_ptr<void> held_;
};
template <>
class Handed<Context&> {
public:
    Handed(Server&, Context& context) : context_(context) {}
    Context& get() const { return context_; }

private:
    Context& context_;
};

// ---- arguments

/// The schema of the arguments as one object.
class InputSchema {
public:
    InputSchema();
    template <class T>
    void add(const Arg& arg) {
        Codec<T>::schema(property(arg.name));
        finish(arg, !is_optional<T>);
    }
    [[nodiscard]] std::shared_ptr<const Json> take() { return std::move(schema_); }

private:
    Json& property(std::string_view name);
    void finish(const Arg& arg, bool required);

    std::shared_ptr<Json> schema_;
};

/// Decodes the arguments of one call and gathers what is wrong with them, so that the caller learns all at once.
class ArgumentReader {
public:
    ArgumentReader(const Json& arguments, const Json& schema, bool all_strings);
    template <class T>
    std::optional<T> read(std::string_view name) {
        try {
            const Path path{nullptr, name};
            if (const Json* value = find(name)) {
                return Codec<T>::decode(*value, path);
            }
            if constexpr (is_optional<T>) {
                return std::optional<T>(std::in_place);
            } else {
                missing(path);
            }
        } catch (const BadValue& bad) {
            note(bad);
        }
        return std::nullopt;
    }
    /// Throws ToolError with everything that was wrong.
    void finish() const;

private:
    const Json* find(std::string_view name);
    [[noreturn]] void missing(const Path& path) const;
    void note(const BadValue& bad);

    const Json& arguments_;
    const Json& schema_;
    bool all_strings_;
    std::shared_ptr<Json> converted_;  // one argument that came as text
    std::string wrong_;
};

// ---- results

void set_structured(ToolResult& result, std::shared_ptr<Json> value);

template <class R>
inline constexpr bool says_all =
    std::is_void_v<R> || std::same_as<R, ToolResult> || std::same_as<R, Content> ||
    std::same_as<R, std::vector<Content>> || std::same_as<R, TextContent> || std::same_as<R, ImageContent> ||
    std::same_as<R, AudioContent> || std::same_as<R, EmbeddedResource> || std::same_as<R, ResourceLink>;

template <class R>
concept ObjectResult = !says_all<R> && requires { Codec<R>::is_object; };

template <class R>
std::shared_ptr<const Json> output_schema() {
    if constexpr (says_all<R>) {
        return nullptr;
    } else if constexpr (ObjectResult<R>) {
        return schema_of<R>();
    } else {
        InputSchema schema;
        schema.add<R>(Arg{"result", {}});
        return schema.take();
    }
}

template <class R>
ToolResult to_result(R&& value) {
    using T = std::remove_cvref_t<R>;
    ToolResult result;
    if constexpr (std::same_as<T, ToolResult>) {
        result = std::forward<R>(value);
    } else if constexpr (std::same_as<T, std::vector<Content>>) {
        result.content = std::forward<R>(value);
    } else if constexpr (says_all<T>) {
        result.content.emplace_back(std::forward<R>(value));
    } else {
        auto made = new_json();
        if constexpr (ObjectResult<T>) {
            Codec<T>::encode(*made, value);
        } else {
            make_object(*made);
            if constexpr (is_optional<T>) {
                if (value) {
                    Codec<T>::encode(add_member(*made, "result"), value);
                }
            } else {
                Codec<T>::encode(add_member(*made, "result"), value);
            }
        }
        set_structured(result, std::move(made));
    }
    return result;
}

// ---- the call

/// Calls the function with what is handed and what was decoded.
template <class F, std::size_t... H, std::size_t... D>
decltype(auto) apply_function(const F& function, Server& server, Context& context,
                              [[maybe_unused]] std::span<const std::string> names, ArgumentReader& reader,
                              std::index_sequence<H...>, std::index_sequence<D...>) {
    using Traits = FunctionTraits<F>;
    using Parameters = typename Traits::Parameters;
    std::tuple<std::optional<std::remove_cvref_t<std::tuple_element_t<Traits::handed + D, Parameters>>>...> values{
        reader.read<std::remove_cvref_t<std::tuple_element_t<Traits::handed + D, Parameters>>>(names[D])...};
    reader.finish();
    // Only now: what is made for the call, such as a session, is not made for a call that cannot be.
    std::tuple<Handed<std::tuple_element_t<H, Parameters>>...> handed{
        Handed<std::tuple_element_t<H, Parameters>>(server, context)...};
    return function(std::get<H>(handed).get()..., std::move(*std::get<D>(values))...);
}

template <class F>
decltype(auto) call_function(const F& function, Server& server, Context& context, std::span<const std::string> names,
                             ArgumentReader& reader) {
    using Traits = FunctionTraits<F>;
    return apply_function(function, server, context, names, reader, std::make_index_sequence<Traits::handed>{},
                          std::make_index_sequence<Traits::decoded>{});
}

struct ErasedTool {
    std::shared_ptr<const Json> input_schema;
    std::shared_ptr<const Json> output_schema;
    std::function<ToolResult(Context&, const Json&)> call;
};

/// The parameters' schema; throws ArgumentError when a name is used twice or is no name.
template <class F>
std::shared_ptr<const Json> input_schema(std::span<const Arg> args) {
    InputSchema schema;
    [&]<std::size_t... D>(std::index_sequence<D...>) {
        (schema.add<std::remove_cvref_t<
             std::tuple_element_t<FunctionTraits<F>::handed + D, typename FunctionTraits<F>::Parameters>>>(args[D]),
         ...);
    }(std::make_index_sequence<FunctionTraits<F>::decoded>{});
    return schema.take();
}

std::vector<std::string> names_of(std::span<const Arg> args);

template <class F>
ErasedTool erase_tool(Server& server, std::span<const Arg> args, F function) {
    using Result = std::remove_cvref_t<typename FunctionTraits<F>::Result>;
    ErasedTool tool;
    tool.input_schema = input_schema<F>(args);
    tool.output_schema = output_schema<Result>();
    tool.call = [&server, schema = tool.input_schema, names = names_of(args),
                 function = std::move(function)](Context& context, const Json& arguments) {
        ArgumentReader reader(arguments, *schema, false);
        if constexpr (std::is_void_v<Result>) {
            call_function(function, server, context, names, reader);
            return ToolResult::text("Done.");
        } else {
            return to_result(call_function(function, server, context, names, reader));
        }
    };
    return tool;
}

}  // namespace detail
}  // namespace athanor::mcp

#pragma GCC visibility pop
