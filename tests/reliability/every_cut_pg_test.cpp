// One story of a session, cut at each message and at each byte of it.
#include "reliability/proxied_notes.hpp"

namespace athanor::testing {

namespace {

class EveryCut : public ProxiedNotes {
protected:
    static constexpr std::size_t rows = 20;

    EveryCut() { database.execute("INSERT INTO notes (text) SELECT 'old ' || n FROM generate_series(1, 20) AS n"); }

    /// Reads and writes, and compares what it is told with what is so. @returns whether the fault struck.
    bool story(const Engine& engine, const Fault& fault) {
        const auto text = "new " + std::to_string(++stories_);
        const auto struck = proxy.statistics().struck;
        proxy.arm(fault);
        std::string told = "1";
        try {
            Session session(engine);
            EXPECT_EQ(session.scalars(select<Note>().where(Note::columns().text.like("old%"))).all().size(), rows);
            session.add(Note{.text = text});
            told = "unknown";
            session.commit();
            told = "1";
        } catch (const CommitUnknownError& error) {
            EXPECT_EQ(told, "unknown");
            EXPECT_TRUE(error.details().connection_invalidated);
        } catch (const OperationalError&) {
            told = "0";
        }
        proxy.disarm();
        if (told != "unknown") {
            EXPECT_EQ(stored(text), told);
        }
        return proxy.statistics().struck > struck;
    }

    /// Cuts at 1, 2, 3, ... until the story ends before the cut. @returns how many cuts there were.
    template <class MakeFault>
    int cut_everywhere(bool with_login, const MakeFault& make_fault) {
        const auto engine = this->engine();
        for (int at = 1;; ++at) {
            if (with_login) {
                engine.dispose();
            } else {
                read_until_it_works(engine);
            }
            if (!story(engine, make_fault(static_cast<std::uint64_t>(at))) || HasFailure()) {
                return at - 1;
            }
        }
    }

private:
    static void read_until_it_works(const Engine& engine) {
        try {
            read(engine);
        } catch (const OperationalError&) {
            read(engine);
        }
    }
    int stories_ = 0;
};

}  // namespace

TEST_F(EveryCut, AtAMessageIsAnErrorOrWasNoticedByNobody) {
    for (const auto direction : {Direction::to_server, Direction::to_client}) {
        for (const auto strike : {Strike::reset, Strike::eof}) {
            for (const std::size_t keep : {std::size_t{0}, std::size_t{3}, Fault::whole}) {
                const auto cuts = cut_everywhere(true, [&](std::uint64_t nth) {
                    return Fault{.direction = direction, .strike = strike, .nth = nth, .keep = keep};
                });
                // Logging in takes four messages of the client and more than fifteen of the server.
                EXPECT_GT(cuts, direction == Direction::to_server ? 10 : 40);
            }
        }
    }
}

TEST_F(EveryCut, AtAByteOfTheLoginIsAnError) {
    for (const auto direction : {Direction::to_server, Direction::to_client}) {
        const auto cuts = cut_everywhere(true, [&](std::uint64_t at) {
            return Fault{.direction = direction, .strike = Strike::eof, .after_bytes = 17 * at};
        });
        EXPECT_GT(cuts, 30);
    }
}

TEST_F(EveryCut, AtAByteOfATransactionIsAnErrorOrAnUnknownOutcome) {
    for (const auto direction : {Direction::to_server, Direction::to_client}) {
        const auto cuts = cut_everywhere(false, [&](std::uint64_t at) {
            return Fault{.direction = direction, .strike = Strike::reset, .after_bytes = 5 * at};
        });
        EXPECT_GT(cuts, 30);
    }
}

}  // namespace athanor::testing
