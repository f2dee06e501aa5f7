#include "exposure/patch_state.hpp"

namespace shoal::exposure {

std::string spelled(const PatchState& state) {
  std::string text = "product " + std::to_string(state.product) + " " + state.edition;
  if (state.revision) text += " revision " + std::to_string(*state.revision);
  if (state.list == UpdateList::absent) text += " updates unknown";
  if (state.list == UpdateList::cut) text += " " + std::to_string(state.not_named) + " not named";
  for (const std::uint32_t kb : state.kbs) text += " KB" + std::to_string(kb);
  for (const NamedComponent& named : state.components) text += " [" + named.component + " " + named.version + "]";
  return text;
}

}  // namespace shoal::exposure
