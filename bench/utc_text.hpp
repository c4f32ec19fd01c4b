#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bench {

constexpr std::size_t utc_text_length = 27;

/// Reads YYYY-MM-DDTHH:MM:SS.ffffffZ as microseconds since 1970. Precondition: it is one.
inline std::int64_t read_utc_text(const char* text) {
    const auto number = [text](int from, int length) {
        int value = 0;
        for (int i = from; i < from + length; ++i) {
            value = value * 10 + (text[i] - '0');
        }
        return value;
    };
    using namespace std::chrono;
    const year_month_day day(year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                             std::chrono::day(static_cast<unsigned>(number(8, 2))));
    const auto time = sys_days(day) + hours(number(11, 2)) + minutes(number(14, 2)) + seconds(number(17, 2)) +
                      microseconds(number(20, 6));
    return time.time_since_epoch().count();
}

/// Writes it; not NUL-terminated.
inline void write_utc_text(char* text, std::int64_t microseconds_since_1970) {
    using namespace std::chrono;
    const sys_time<microseconds> time{microseconds(microseconds_since_1970)};
    const auto midnight = floor<days>(time);
    const year_month_day day(midnight);
    const hh_mm_ss clock(time - midnight);
    const auto put = [&text](long value, int length, char behind) {
        for (int i = length - 1; i >= 0; --i, value /= 10) {
            text[i] = static_cast<char>('0' + value % 10);
        }
        text[length] = behind;
        text += length + 1;
    };
    put(static_cast<int>(day.year()), 4, '-');
    put(static_cast<unsigned>(day.month()), 2, '-');
    put(static_cast<unsigned>(day.day()), 2, 'T');
    put(clock.hours().count(), 2, ':');
    put(clock.minutes().count(), 2, ':');
    put(clock.seconds().count(), 2, '.');
    put(clock.subseconds().count(), 6, 'Z');
}

}  // namespace bench
