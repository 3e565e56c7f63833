package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// bench is the whole server in front of an API server of the test's own.
type bench struct {
	t      *testing.T
	clock  time.Time
	guests *guests
	page   *httptest.Server
	asked  chan *http.Request // what reached the API server
	token  string             // the file
}

func newBench(t *testing.T, api http.HandlerFunc) *bench {
	b := &bench{t: t, clock: time.Now(), asked: make(chan *http.Request, 8), token: filepath.Join(t.TempDir(), "token")}
	b.write("first")
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.asked <- r
		api(w, r)
	}))
	t.Cleanup(server.Close)
	address, _ := url.Parse(server.URL)
	b.guests = newGuests(func() time.Time { return b.clock })
	files := fstest.MapFS{
		"index.html":       {Data: []byte("the page")},
		"assets/x-1.js.gz": {Data: []byte("packed")},
		"assets/y-1.css":   {Data: []byte("styles")},
	}
	b.page = httptest.NewServer(guard(newSite(files, b.guests, newProxy(address, server.Client().Transport, b.token))))
	t.Cleanup(b.page.Close)
	return b
}

func (b *bench) write(token string) {
	b.t.Helper()
	if err := os.WriteFile(b.token, []byte(token+"\n"), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) visitor() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar}
}

func (b *bench) login(to string) *http.Client {
	b.t.Helper()
	visitor := b.visitor()
	b.get(visitor, "/login?ticket="+b.guests.ticket("dev")+"&to="+url.QueryEscape(to), http.StatusOK)
	return visitor
}

func (b *bench) get(as *http.Client, path string, want int, head ...string) string {
	b.t.Helper()
	return b.ask(as, http.MethodGet, path, want, head...)
}

func (b *bench) ask(as *http.Client, method, path string, want int, head ...string) string {
	b.t.Helper()
	request, err := http.NewRequest(method, b.page.URL+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(head); i += 2 {
		if head[i] == "Host" {
			request.Host = head[i+1]
		}
		request.Header.Set(head[i], head[i+1])
	}
	response, err := as.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != want {
		b.t.Errorf("%s %s %v: %s, want %d", method, path, head, response.Status, want)
	}
	for name, part := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"} {
		if !strings.Contains(response.Header.Get(name), part) {
			b.t.Errorf("%s: %s is %q", path, name, response.Header.Get(name))
		}
	}
	return string(body)
}

func answer(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Set-Cookie", "stolen=1")
	_, _ = io.WriteString(w, "pods")
}

func TestNothingIsThereWithoutASession(t *testing.T) {
	b := newBench(t, answer)
	for _, path := range []string{"/", "/config", "/assets/x-1.js", "/c/dev/pods", "/clusters/dev/api/v1/pods", "/clusters//api"} {
		if body := b.get(b.visitor(), path, http.StatusUnauthorized); strings.Contains(body, "pods") {
			t.Errorf("%s: %s", path, body)
		}
	}
	b.get(b.visitor(), "/clusters/dev/api/v1/pods", http.StatusUnauthorized, "Cookie", cookieName+"=guess")
	b.get(b.visitor(), "/login?ticket=guess", http.StatusForbidden)
	b.get(b.visitor(), "/login", http.StatusForbidden)
	if len(b.asked) != 0 {
		t.Error("the API server was asked")
	}
}

func TestATicketOpensOneSessionAndSoon(t *testing.T) {
	b := newBench(t, answer)
	ticket := b.guests.ticket("dev")
	first := b.visitor()
	b.get(first, "/login?ticket="+ticket, http.StatusOK)
	b.get(b.visitor(), "/login?ticket="+ticket, http.StatusForbidden)
	late := b.guests.ticket("dev")
	b.clock = b.clock.Add(ticketLife)
	b.get(b.visitor(), "/login?ticket="+late, http.StatusForbidden)
	b.get(first, "/config", http.StatusOK)
	b.clock = b.clock.Add(sessionLife)
	b.get(first, "/config", http.StatusUnauthorized)
}

func TestCookieIsForThisPageAlone(t *testing.T) {
	b := newBench(t, answer)
	visitor := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for to, want := range map[string]string{"/c/dev/pods?namespace=a": "/c/dev/pods?namespace=a", "": "/", "//evil": "/", `/\evil`: "/", "https://evil": "/"} {
		response, err := visitor.Get(b.page.URL + "/login?ticket=" + b.guests.ticket("dev") + "&to=" + url.QueryEscape(to))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		cookie := response.Cookies()[0]
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Domain != "" {
			t.Errorf("cookie %v", cookie)
		}
		if response.Header.Get("Location") != want {
			t.Errorf("%q leads to %q", to, response.Header.Get("Location"))
		}
	}
}

func TestPageAndItsFiles(t *testing.T) {
	b := newBench(t, answer)
	visitor := b.login("/")
	for _, path := range []string{"/", "/c/dev/pods/default/web", "/index.html", "/../../etc/passwd", "/assets/../nothing"} {
		if body := b.get(visitor, path, http.StatusOK); body != "the page" {
			t.Errorf("%s: %q", path, body)
		}
	}
	response, err := visitor.Get(b.page.URL + "/assets/x-1.js")
	if err == nil {
		defer response.Body.Close()
	}
	if err != nil || response.Header.Get("Content-Type") != "text/javascript; charset=utf-8" || !strings.Contains(response.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%v, %v", response, err)
	}
	b.get(visitor, "/assets/none.js", http.StatusNotFound)
	b.ask(visitor, http.MethodPost, "/config", http.StatusNotFound, "Origin", b.page.URL)
	var config struct{ Clusters []struct{ Name string } }
	if err := json.Unmarshal([]byte(b.get(visitor, "/config", http.StatusOK)), &config); err != nil || config.Clusters[0].Name != "dev" {
		t.Errorf("%v, %v", config, err)
	}
}

func TestAPIServerIsAskedAsTheAccountAndLearnsNothingOfTheVisitor(t *testing.T) {
	b := newBench(t, answer)
	visitor := b.login("/")
	body := b.get(visitor, "/clusters/dev/api/v1/namespaces/a%2Fb/pods?limit=5", http.StatusOK, "Authorization", "Bearer mine", "Impersonate-User", "x", "Referer", "x")
	asked := <-b.asked
	if body != "pods" || asked.RequestURI != "/api/v1/namespaces/a%2Fb/pods?limit=5" {
		t.Errorf("%q of %s", body, asked.RequestURI)
	}
	if asked.Header.Get("Authorization") != "Bearer first" {
		t.Errorf("Authorization %q", asked.Header.Get("Authorization"))
	}
	for _, name := range []string{"Cookie", "Impersonate-User", "Referer", "X-Forwarded-For"} {
		if asked.Header.Get(name) != "" {
			t.Errorf("%s: %q", name, asked.Header.Get(name))
		}
	}
	b.write("second")
	b.ask(visitor, http.MethodDelete, "/clusters/dev/api/v1/pods/x", http.StatusOK, "Origin", b.page.URL)
	if asked := <-b.asked; asked.Method != http.MethodDelete || asked.Header.Get("Authorization") != "Bearer second" {
		t.Errorf("%s with %q", asked.Method, asked.Header.Get("Authorization"))
	}
	page, _ := url.Parse(b.page.URL)
	if cookies := visitor.Jar.Cookies(page); len(cookies) != 1 {
		t.Errorf("cookies %v", cookies)
	}
	b.get(visitor, "/clusters/other/api/v1/pods", http.StatusOK) // the page: no such cluster
	if len(b.asked) != 0 {
		t.Error("another cluster's request got through")
	}
}

func TestOthersPagesAreTurnedAway(t *testing.T) {
	b := newBench(t, answer)
	visitor := b.login("/")
	pods := "/clusters/dev/api/v1/pods"
	b.get(visitor, pods, http.StatusForbidden, "Host", "evil.example")
	b.get(visitor, pods, http.StatusForbidden, "Host", "127.0.0.1.evil.example:80")
	b.get(visitor, pods, http.StatusForbidden, "Origin", "http://evil.example")
	b.get(visitor, pods, http.StatusForbidden, "Origin", strings.Replace(b.page.URL, "127.0.0.1:", "127.0.0.1:1", 1))
	b.get(visitor, pods, http.StatusForbidden, "Origin", "null")
	b.get(visitor, pods, http.StatusForbidden, "Sec-Fetch-Site", "same-site")
	b.get(visitor, pods, http.StatusForbidden, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe")
	b.get(visitor, pods, http.StatusForbidden, "Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document")
	b.ask(visitor, http.MethodPost, pods, http.StatusForbidden)
	b.get(visitor, pods, http.StatusForbidden, "Upgrade", "websocket", "Connection", "Upgrade")
	if len(b.asked) != 0 {
		t.Error("the API server was asked")
	}
	b.get(visitor, pods, http.StatusOK, "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors")
	b.get(visitor, "/", http.StatusOK, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document")
}

func TestWebSocketsGoThroughBothWays(t *testing.T) {
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		connection, both, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer connection.Close()
		fmt.Fprintf(both, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
		_ = both.Flush()
		line, _ := both.ReadString('\n')
		fmt.Fprintf(both, "heard %s", line)
		_ = both.Flush()
	})
	visitor := b.login("/")
	page, _ := url.Parse(b.page.URL)
	connection, err := net.Dial("tcp", page.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	fmt.Fprintf(connection, "GET /clusters/dev/api/v1/pods?watch=1 HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Protocol: base64.binary.k8s.io\r\nCookie: %s\r\n\r\n", page.Host, b.page.URL, visitor.Jar.Cookies(page)[0])
	reader := bufio.NewReader(connection)
	response, err := http.ReadResponse(reader, nil)
	if err != nil || response.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("%v, %v", response, err)
	}
	fmt.Fprintf(connection, "hello\n")
	if line, err := reader.ReadString('\n'); line != "heard hello\n" {
		t.Errorf("%q, %v", line, err)
	}
	asked := <-b.asked
	if origin := asked.Header.Get("Origin"); origin != "https://"+asked.Host {
		t.Errorf("Origin %q at %q", origin, asked.Host)
	}
	if asked.Header.Get("Authorization") != "Bearer first" || asked.Header.Get("Sec-WebSocket-Protocol") != "base64.binary.k8s.io" {
		t.Errorf("%v", asked.Header)
	}
}

func TestTicketsAreGivenToWhoNamesACluster(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	guests := newGuests(time.Now)
	go giveTickets(listener, guests)
	ask := func(line string) string {
		connection, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		fmt.Fprint(connection, line)
		answer, _ := io.ReadAll(connection)
		return strings.TrimSuffix(string(answer), "\n")
	}
	for _, line := range []string{"\n", "../x\n", "a b\n", "Dev\n", strings.Repeat("a", 200) + "\n"} {
		if ticket := ask(line); ticket != "" {
			t.Errorf("%q got a ticket", line)
		}
	}
	session, ok := guests.enter(ask("dev\n"))
	if cluster, known := guests.session(session); !ok || !known || cluster != "dev" {
		t.Errorf("%q, %v, %v", cluster, ok, known)
	}
}
