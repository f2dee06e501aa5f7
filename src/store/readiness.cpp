#include "store/readiness.hpp"

#include "base/bytes.hpp"
#include "store/rows.hpp"

namespace shoal::store {

std::string bytes_of_told(const KeptReadiness& kept) {
  ByteWriter bytes;
  bytes.number(kept.findings.size());
  for (const KeptFinding& finding : kept.findings) {
    bytes.text(finding.rule);
    bytes.text(finding.severity);
    bytes.text(finding.says);
    bytes.number(finding.remedies.size());
    for (const std::string& remedy : finding.remedies) bytes.text(remedy);
  }
  for (const KeptName& each : kept.names)
    for (const std::string* text : {&each.from, &each.name, &each.publisher, &each.place}) bytes.text(*text);
  return bytes.take();
}

Result<void> put_told(std::string_view text, KeptReadiness& kept) {
  ByteReader bytes(text);
  const auto next = [&] { return std::string(bytes.text()); };
  for (auto left = bytes.number(); left > 0 && !bytes.failed(); left--) {
    KeptFinding finding;
    finding.rule = next();
    finding.severity = next();
    finding.says = next();
    for (auto remedies = bytes.number(); remedies > 0 && !bytes.failed(); remedies--)
      finding.remedies.push_back(next());
    kept.findings.push_back(std::move(finding));
  }
  while (!bytes.failed() && !bytes.done()) {
    KeptName each;
    for (std::string* told : {&each.from, &each.name, &each.publisher, &each.place}) *told = next();
    kept.names.push_back(std::move(each));
  }
  if (bytes.failed()) return damaged("what was said of an application");
  return {};
}

}  // namespace shoal::store
