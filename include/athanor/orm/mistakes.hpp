#pragma once

#include <cstddef>

#include <athanor/core/fixed_string.hpp>

#pragma GCC visibility push(default)

// What the compiler says about a wrong mapping or query. These templates are declared and never defined: using one is
// an error whose first line spells its name, the model, the member and the remedy, on GCC and on Clang alike. No name
// here is for use in a program. Texts stay under 36 characters, where Clang cuts them.
namespace athanor::mistake {

/// A member of a model: `column<Expense, "amount">`; several names where the type does not tell them apart.
template <class Model, fixed_string... Names>
struct column;
/// A SQL expression of a value type, over columns of some models.
template <class Value, class... Models>
struct expression;
/// What FROM holds.
template <class... Models>
struct from;
template <std::size_t N>
struct has;
template <std::size_t N>
struct at_most;

// ---- of a mapping

template <class Model, class... Facts>
struct model_has_no_primary_key;
template <class Model, class... Facts>
struct model_has_too_many_members;
template <class Member, class... Facts>
struct member_is_not_mapped;
template <class Member, class... Facts>
struct type_cannot_be_a_column;
template <class First, class Second, class... Facts>
struct two_members_have_one_column_name;
template <class Member, class... Facts>
struct primary_key_cannot_be_optional;
template <class Member, class... Facts>
struct set_null_on_a_not_null_column;
template <class Member, class Target, class... Facts>
struct foreign_key_has_another_type_than_its_target;
template <class Member, class Target, class... Facts>
struct foreign_key_target_is_not_unique;
template <class Member, class... Facts>
struct relationship_to_something_that_is_no_model;
template <class Member, class... Facts>
struct back_populates_names_nothing;
template <class Member, class... Facts>
struct back_populates_does_not_lead_back;
template <class Member, class... Facts>
struct no_foreign_key_joins_the_tables;
template <class Member, class... Facts>
struct several_foreign_keys_join_the_tables;
template <class Member, class... Facts>
struct via_is_no_foreign_key_to_the_target;
template <class Member, class... Facts>
struct length_is_for_text;
template <class Member, class... Facts>
struct numeric_is_for_Decimal;
template <class Member, class... Facts>
struct default_now_is_for_Date_and_DateTime;

// ---- of values and objects

template <class Column, class Type, class Value, class... Facts>
struct value_does_not_fit_the_column;
template <class Column, class Type, class Value, class... Facts>
struct optional_value_for_a_not_null_column;
template <class Owner, class Model, class Other, class... Facts>
struct relationship_holds_another_model;

// ---- of a query

template <class Left, class Right, class... Facts>
struct these_cannot_meet_in_sql;
template <class Column, class... Facts>
struct function_needs_a_number;
template <class Column, class... Facts>
struct function_needs_text;
template <class Column, class... Facts>
struct column_of_a_table_not_in_the_query;
template <class Model, class... Facts>
struct relationship_of_a_table_not_in_the_query;
template <class Column, class... Facts>
struct ungrouped_column_beside_an_aggregate;
template <class... Facts>
struct condition_is_a_plain_bool;
template <class Column, class... Facts>
struct sql_on_an_objects_own_member;
template <class Model, class... Facts>
struct columns_are_not_copied;

}  // namespace athanor::mistake

/// What to do about a mistake: the last part of the message.
namespace athanor::remedy {

template <fixed_string Name>
struct did_you_mean;
struct add_a_member_with_primary_key;
struct group_members_in_an_embedded_struct;
struct wrap_the_type_in_Mapped;
struct use_a_type_that_docs_mapping_lists;
struct give_one_of_them_a_column_name;
struct take_std_optional_away;
struct make_the_member_std_optional;
struct give_both_the_same_type;
struct make_the_target_primary_key_or_unique;
struct derive_the_target_from_Model;
struct add_a_One_or_Many_of_that_name;
struct make_both_sides_name_each_other;
struct add_a_foreign_key;
struct say_which_one_with_via;
struct name_a_foreign_key_of_this_model;
struct put_the_option_on_another_member;

struct give_a_value_of_the_columns_type;
struct write_a_Decimal_literal_like_9_99_dec;
struct give_a_value_or_make_the_column_optional;
struct give_a_Ref_of_the_right_model;

struct convert_one_side;
struct use_a_numeric_column;
struct use_a_text_column;
struct add_join_or_outerjoin;
struct add_group_by;
struct compare_columns_not_members_of_an_object;
struct ask_Model_columns_instead;
struct write_auto_reference_columns;

}  // namespace athanor::remedy

#pragma GCC visibility pop
