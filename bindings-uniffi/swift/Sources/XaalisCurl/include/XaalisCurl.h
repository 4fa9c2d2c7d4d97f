#pragma once

#include <stddef.h>

/// What an exchange tells: a line of its head, or a part of its body. Anything but 0 ends it.
typedef int (*xaalis_hears)(void *context, const char *bytes, size_t length);
/// Asked now and then: anything but 0 ends it.
typedef int (*xaalis_asks)(void *context);

/// How an exchange ended.
typedef enum {
    /// The answer was whole.
    XAALIS_WHOLE,
    /// Certainly nothing has left.
    XAALIS_NOT_SENT,
    /// Anything else.
    XAALIS_LOST,
} xaalis_end;

/// A connection that may be kept for later, or NULL.
void *xaalis_curl_open(void);
void xaalis_curl_close(void *curl);

/// Performs one request and waits for its end: no redirect, no second try of a request with a body, HTTP/1.1.
/// `headers` are whole lines, ended by NULL; `body` is NULL where there is none.
xaalis_end xaalis_curl_perform(
    void *curl, const char *method, const char *url, const char *const *headers, const char *body,
    size_t length, void *context, xaalis_hears line, xaalis_hears part, xaalis_asks over, char why[256]);
