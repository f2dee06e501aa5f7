// Which updates a device has that was imaged on one day and patched until another.
//
// What would have been installed follows from the pack: the updates that the vendor lists for the product, while they
// were for everybody, less those that something newer had replaced when they could first have been installed.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "exposure/facts.hpp"
#include "lifecycle/catalogue.hpp"

namespace shoal::sample {

/// An update on a device.
struct Installed {
  std::uint32_t kb = 0;
  Day released;
  bool in_image = false;  ///< It was there when the image was built.
};

/// The public updates of one product, in one edition.
class History {
 public:
  /// Of the product that `release` on `architecture` is judged as; empty where the vendor's lists have none.
  History(const exposure::Facts& facts, const lifecycle::Release& release, std::string_view edition,
          estate::Architecture architecture);

  /// The day by which updates had begun, and that of the last; the support dates' end where there is none.
  Day first() const { return first_; }
  Day last() const { return last_; }

  /// What stands on a device, ascending by day and number. `patched` must not lie before `built`.
  std::vector<Installed> installed(Day built, Day patched) const;

  /// The update build revision that such a device shows, where builds have one.
  std::optional<std::uint32_t> revision(Day patched) const;

 private:
  struct Offer {
    std::uint32_t kb;
    Day released;
    Day replaced;       // The day on which something that contains it came out; the far future where nothing does.
    std::int32_t line;  // The cumulative line that it belongs to, or -1.
  };
  struct Revision {
    Day released;
    std::uint32_t revision;
  };

  std::vector<Offer> offers_;        // Ascending by day and number.
  std::vector<Revision> revisions_;  // Ascending by day.
  bool cumulative_ = false;
  Day first_, last_;
};

}  // namespace shoal::sample
