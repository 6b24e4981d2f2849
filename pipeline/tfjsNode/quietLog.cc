// Keeps what TensorFlow merely notes off standard error: warnings and errors still come. Its own library asks Abseil's
// MinLogLevel() before it writes a line, and the dynamic linker gives it this one, as the binding comes before the
// libraries that the binding needs. A call of SetMinLogLevel would come too late: TensorFlow writes while it is loaded.
#include "absl/base/log_severity.h"
#include "absl/log/globals.h"

namespace absl {
ABSL_NAMESPACE_BEGIN

LogSeverityAtLeast MinLogLevel() { return LogSeverityAtLeast::kWarning; }

ABSL_NAMESPACE_END
}  // namespace absl
