// More members than the library can count.
// first error: model_has_too_many_members<Wide
// first error: has<73
// first error: at_most<72
// first error: group_members_in_an_embedded_struct
#include <athanor/orm.hpp>
using namespace athanor;

struct Wide : Model<Wide> {
    static constexpr auto table_name = "wide";
    Mapped<int, primary_key> id;
    Mapped<int> m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12;
    Mapped<int> m13, m14, m15, m16, m17, m18, m19, m20, m21, m22, m23, m24;
    Mapped<int> m25, m26, m27, m28, m29, m30, m31, m32, m33, m34, m35, m36;
    Mapped<int> m37, m38, m39, m40, m41, m42, m43, m44, m45, m46, m47, m48;
    Mapped<int> m49, m50, m51, m52, m53, m54, m55, m56, m57, m58, m59, m60;
    Mapped<int> m61, m62, m63, m64, m65, m66, m67, m68, m69, m70, m71;
#ifdef WRONG
    Mapped<int> one_more;
#else
#endif
};

void make_tables(const Engine& engine) { Schema<Wide>::create_all(engine); }
