#include "estate/made_rules.hpp"

namespace shoal {

estate::IdentityRules made_rules() {
  using estate::Aspect;
  using estate::IdentifierKind;
  using estate::LiarMatch;
  estate::IdentityRules rules;
  rules.kinds = {{{Aspect::hardware, 199, -123, -110, 50},
                  {Aspect::hardware, 156, -80, -66, 50},
                  {Aspect::hardware, 118, -36, -33, 50},
                  {Aspect::label, 129, -41, -33, 30},
                  {Aspect::installation, 160, -100, -20, 50},
                  {Aspect::account, 160, -100, -10, 50},
                  {Aspect::account, 160, -100, -10, 50},
                  {Aspect::label, 125, -41, -23, 0},
                  {Aspect::label, 10, -51, -23, 0}}};
  rules.liars = {{IdentifierKind::serial, LiarMatch::is, "TO BE FILLED BY O.E.M.", "placeholder in the firmware"},
                 {IdentifierKind::serial, LiarMatch::only, "0", "zeros"},
                 {IdentifierKind::uuid, LiarMatch::is, "03000200040005000006000700080009", "default of the firmware"},
                 {IdentifierKind::mac, LiarMatch::begins, "005056C0", "VMware host adapter (vmnet)"},
                 {IdentifierKind::domain, LiarMatch::is, "WORKGROUP", "name of no domain"}};
  rules.threshold = 100;
  rules.rival = -100;
  rules.beside = 200;
  rules.slip = -20;
  rules.gap = -20;
  rules.claim_margin = 5;
  rules.gap_days = 60;
  rules.further_percent = 50;
  rules.followed_max = 64;
  return rules;
}

}  // namespace shoal
