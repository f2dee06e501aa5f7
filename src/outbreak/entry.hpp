// Where an outbreak begins.
#pragma once

#include <vector>

#include "outbreak/chance.hpp"
#include "outbreak/layout.hpp"

namespace shoal::outbreak {

/// The truths about kinds in one replicate: kinds x exploits, whether devices of the kind are open to the exploit.
std::vector<std::uint8_t> drawn_truths(const Layout& layout, const Chance& chance);

/// The devices with which it begins, each once; the fewer, the fewer there are that it can infect in zones with a
/// weight. They are drawn without regard to any protection, so that a protected run begins where the other did.
std::vector<DeviceIndex> drawn_entry(const Layout& layout, const Chance& chance,
                                     const std::vector<std::uint8_t>& truths);

/// Whether a worm can infect the device, by an exploit that it uses or with a credential that opens it.
bool can_be_infected(const Layout& layout, const std::vector<std::uint8_t>& truths, DeviceIndex device);

}  // namespace shoal::outbreak
