#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <athanor/mcp/codec.hpp>
#include <athanor/mcp/codec_enum.hpp>
#include <athanor/orm/detail/reflection.hpp>

#pragma GCC visibility push(default)

namespace athanor::mcp::detail {

template <class T>
concept DescribesItself = requires { T::schema(); };

/// A plain struct of the user's: an aggregate that is no model and none of the library's types.
template <class T>
concept PlainStruct =
    std::is_class_v<T> &&
    (DescribesItself<T> || std::is_aggregate_v<T>)&&!std::is_base_of_v<athanor::detail::ModelTag<T>, T>;

template <class T>
struct MemberPointer;
template <class C, class M>
struct MemberPointer<M C::*> {
    using type = M;
};

/// Calls visit.template operator()<MemberType>(name, description, access) for each member; access(object) is the
/// member.
template <class T, class Visit>
void each_field(Visit&& visit) {
    if constexpr (DescribesItself<T>) {
        std::apply(
            [&]<auto... Members>(Field<Members>... fields) {
                (visit.template operator()<typename MemberPointer<decltype(Members)>::type>(
                     athanor::detail::name_of_member_pointer<Members>(), fields.description,
                     [](auto& object) -> auto& { return object.*Members; }),
                 ...);
            },
            T::schema());
    } else {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (visit.template operator()<athanor::detail::member_type<T, I>>(
                 athanor::detail::member_name<T, I>, std::string_view{},
                 [](auto& object) -> auto& {
                     using Member = athanor::detail::member_type<T, I>;
                     using Seen = std::conditional_t<std::is_const_v<std::remove_reference_t<decltype(object)>>,
                                                     const Member, Member>;
                     using Octet = std::conditional_t<std::is_const_v<Seen>, const char, char>;
                     const auto offset = reinterpret_cast<const char*>(athanor::detail::phantom_member<T, I>) -
                                         reinterpret_cast<const char*>(&athanor::detail::phantom<T>.value);
                     return *reinterpret_cast<Seen*>(reinterpret_cast<Octet*>(&object) + offset);
                 }),
             ...);
        }(std::make_index_sequence<athanor::detail::member_count<T>>{});
    }
}

void object_schema(Json& out);
/// The schema of a new property, to be filled in at once.
Json& add_property(Json& schema, std::string_view name);
/// Of the property that was filled in last.
void finish_property(Json& schema, std::string_view name, std::string_view description, bool required);
void require_object(const Json& value, const Path& path);
[[noreturn]] void refuse_missing(const Path& path, const Json& schema, std::string_view description);
/// Refuses members that are no property of the schema.
void refuse_unknown(const Json& value, const Path& path, const Json& schema);

template <class T>
[[nodiscard]] std::shared_ptr<const Json> schema_of();

template <PlainStruct T>
struct Codec<T> {
    static constexpr bool is_object = true;
    static void schema(Json& out) {
        object_schema(out);
        each_field<T>([&]<class M>(std::string_view name, std::string_view description, auto) {
            Codec<M>::schema(add_property(out, name));
            finish_property(out, name, description, !is_optional<M>);
        });
    }
    static T decode(const Json& value, const Path& path) {
        require_object(value, path);
        const auto known = schema_of<T>();
        refuse_unknown(value, path, *known);
        T result{};
        each_field<T>([&]<class M>(std::string_view name, std::string_view description, auto access) {
            const Path here{&path, name};
            if (const Json* member = find_member(value, name)) {
                access(result) = Codec<M>::decode(*member, here);
            } else if constexpr (!is_optional<M>) {
                refuse_missing(here, *known, description);
            }
        });
        return result;
    }
    static void encode(Json& out, const T& value) {
        make_object(out);
        each_field<T>([&]<class M>(std::string_view name, std::string_view, auto access) {
            const M& member = access(value);
            if constexpr (is_optional<M>) {
                if (!member) {
                    return;
                }
            }
            Codec<M>::encode(add_member(out, name), member);
        });
    }
};

std::shared_ptr<Json> new_json();

template <class T>
std::shared_ptr<const Json> schema_of() {
    // Made once for each type: decoding looks into it.
    static const std::shared_ptr<const Json> schema = [] {
        auto made = new_json();
        Codec<T>::schema(*made);
        return made;
    }();
    return schema;
}

/// What the user filled in. Throws ToolError when the client sent something else than was asked.
[[noreturn]] void refuse_answer(const BadValue& bad);
template <class T>
T decode_answer(const Json& value) {
    try {
        return Codec<T>::decode(value, Path{});
    } catch (const BadValue& bad) {
        refuse_answer(bad);
    }
}

}  // namespace athanor::mcp::detail

#pragma GCC visibility pop
