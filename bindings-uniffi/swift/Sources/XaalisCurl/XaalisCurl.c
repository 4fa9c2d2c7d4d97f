#include "XaalisCurl.h"

#ifdef __linux__
#include <curl/curl.h>
#include <string.h>

struct heard {
    void *context;
    xaalis_hears line;
    xaalis_hears part;
    xaalis_asks over;
};

static size_t on_line(char *bytes, size_t size, size_t count, void *told) {
    struct heard *heard = told;
    return heard->line(heard->context, bytes, size * count) ? 0 : size * count;
}

static size_t on_part(char *bytes, size_t size, size_t count, void *told) {
    struct heard *heard = told;
    // What is not taken whole is an error, which ends the exchange.
    return heard->part(heard->context, bytes, size * count) ? CURL_WRITEFUNC_ERROR : size * count;
}

static int on_while(void *told, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    (void)a, (void)b, (void)c, (void)d;
    struct heard *heard = told;
    return heard->over(heard->context);
}

void *xaalis_curl_open(void) {
    return curl_easy_init();
}

void xaalis_curl_close(void *curl) {
    curl_easy_cleanup(curl);
}

xaalis_end xaalis_curl_perform(
    void *curl, const char *method, const char *url, const char *const *headers, const char *body,
    size_t length, void *context, xaalis_hears line, xaalis_hears part, xaalis_asks over, char why[256]) {
    struct heard heard = {context, line, part, over};
    struct curl_slist *lines = NULL;
    for (; *headers; headers++) lines = curl_slist_append(lines, *headers);
    // curl would ask first whether it may send a body.
    lines = curl_slist_append(lines, "Expect:");

    // What was set for the request before; its connection is kept.
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
    if (body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
        // Over a connection that was kept and has died meanwhile, curl sends a second time by itself.
        curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 10000L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_line);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &heard);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_part);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &heard);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_while);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &heard);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);

    CURLcode code = curl_easy_perform(curl);
    long sent = 1;
    curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
    curl_slist_free_all(lines);
    strncpy(why, curl_easy_strerror(code), 255);
    why[255] = 0;
    switch (code) {
    case CURLE_OK:
        return XAALIS_WHOLE;
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PEER_FAILED_VERIFICATION:
        return sent == 0 ? XAALIS_NOT_SENT : XAALIS_LOST;
    case CURLE_OPERATION_TIMEDOUT:
        // The only limit of time that it was given is that for connecting.
        return sent == 0 ? XAALIS_NOT_SENT : XAALIS_LOST;
    default:
        return XAALIS_LOST;
    }
}
#endif
