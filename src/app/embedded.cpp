#include "app/embedded.hpp"

extern "C" {
extern const char shoal_embedded_pack_begin[];
extern const char shoal_embedded_pack_end[];
extern const char shoal_embedded_priors_begin[];
extern const char shoal_embedded_priors_end[];
extern const char shoal_embedded_worms_begin[];
extern const char shoal_embedded_worms_end[];
extern const char shoal_embedded_exploits_begin[];
extern const char shoal_embedded_exploits_end[];
extern const char shoal_embedded_susceptibility_begin[];
extern const char shoal_embedded_susceptibility_end[];
extern const char shoal_embedded_efforts_begin[];
extern const char shoal_embedded_efforts_end[];
extern const char shoal_embedded_weights_begin[];
extern const char shoal_embedded_weights_end[];
}

namespace shoal::app {
namespace {

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

}  // namespace

std::string_view embedded_pack() { return between(shoal_embedded_pack_begin, shoal_embedded_pack_end); }

std::string_view embedded_priors() { return between(shoal_embedded_priors_begin, shoal_embedded_priors_end); }

EmbeddedOutbreak embedded_outbreak() {
  EmbeddedOutbreak tables;
  tables.worms = between(shoal_embedded_worms_begin, shoal_embedded_worms_end);
  tables.exploits = between(shoal_embedded_exploits_begin, shoal_embedded_exploits_end);
  tables.susceptibility = between(shoal_embedded_susceptibility_begin, shoal_embedded_susceptibility_end);
  tables.efforts = between(shoal_embedded_efforts_begin, shoal_embedded_efforts_end);
  return tables;
}

std::string_view embedded_weights() { return between(shoal_embedded_weights_begin, shoal_embedded_weights_end); }

}  // namespace shoal::app
