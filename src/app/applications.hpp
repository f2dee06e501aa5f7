// Which applications devices have, and what people keep of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "estate/applications.hpp"
#include "knowledge/pack.hpp"

namespace shoal::app {

/// The applications of `devices`. What the pack knows to be an update, a language pack, a driver or a part of something
/// else is counted apart.
estate::Applications applications_of(const knowledge::Pack& pack, const std::vector<estate::Device>& devices);

/// The bytes of a table that a person keeps; `what` it is, for the message.
/// Errors: not_found "app.no_path"; unavailable "app.unreadable"; invalid_input "ingest.too_large" beyond 64 MiB.
Result<std::string> load_table(const std::filesystem::path& path, std::string_view what);

/// Reads a table of owners in whatever encoding it was saved.
/// Errors: not_found "app.no_path"; unavailable "app.unreadable"; invalid_input "ingest.too_large" beyond 64 MiB,
/// "ingest.bad_encoding", "ingest.bad_owners".
Result<estate::ApplicationOwners> read_owners(const std::filesystem::path& path);

}  // namespace shoal::app
