# The architecture, executable. One line is one module; a line may name only lines above it, so no circle can form.
# tidy_test checks every #include "x/…" against this table, `sunroom modules` prints it. See ARCHITECTURE.md.
sunroom_module(base          LIBRARIES Boost::json tomlplusplus::tomlplusplus)                                   # floor 0, ground
sunroom_module(calendar      USES base)
sunroom_module(text          USES base calendar LIBRARIES ICU::uc ICU::i18n PkgConfig::qrencode PkgConfig::gumbo)
sunroom_module(crypto        USES base LIBRARIES OpenSSL::Crypto PkgConfig::argon2)
sunroom_module(http          USES base text LIBRARIES Boost::headers PkgConfig::deflate Threads::Threads)
sunroom_module(papers        USES base calendar text crypto LIBRARIES PkgConfig::deflate PkgConfig::pugixml)
sunroom_module(store         USES base crypto LIBRARIES SQLite::SQLite3)                                         # floor 1, records
sunroom_module(ledger        USES base calendar crypto store LIBRARIES Threads::Threads)
sunroom_module(identity      USES base text calendar crypto store ledger)
sunroom_module(web           USES base text calendar crypto http store ledger identity)                          # floor 2, counter
sunroom_module(catalog       USES base text calendar crypto store ledger identity PAGES_USE http web)
sunroom_module(casework      USES base text calendar crypto store ledger identity catalog PAGES_USE http web)
sunroom_module(disclosure    USES base text calendar crypto papers store ledger identity catalog casework PAGES_USE http web)  # floor 3, rooms
sunroom_module(services      USES base text calendar crypto store ledger identity catalog casework PAGES_USE http web)
sunroom_module(participation USES base text calendar store ledger identity catalog casework PAGES_USE http web)
sunroom_module(trading       USES base text calendar crypto store ledger identity catalog casework PAGES_USE http web)
sunroom_module(supervision   USES base text calendar crypto store ledger identity catalog casework PAGES_USE http web)  # floor 4, watch
sunroom_module(exchange      USES base text calendar crypto http store ledger identity catalog casework PAGES_USE web)
sunroom_module(app           USES base text calendar crypto http papers store ledger identity web catalog casework
                                  disclosure services participation trading supervision exchange
                             MOUNTS web catalog casework disclosure services supervision LIBRARIES sunroom_files)                # floor 5, roof
sunroom_module(cli           USES base text app PROGRAM sunroom)
