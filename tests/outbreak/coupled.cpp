// coupled_outbreaks PAIRS SEED: whether more protection ever loses more, where it cannot; fails if it does.
#include <cstdio>
#include <cstdlib>

#include "outbreak/made_pairs.hpp"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto held =
      shoal::outbreak::hold_pairs(std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10));
  std::printf("pairs %llu, different %llu, more lost with more protection %llu\n",
              static_cast<unsigned long long>(held.pairs), static_cast<unsigned long long>(held.differing),
              static_cast<unsigned long long>(held.violations));
  return held.violations == 0 && held.differing > 0 ? 0 : 1;
}
