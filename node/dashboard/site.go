package main

import (
	"encoding/json"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

const cookieName = "coracle-dashboard"

// site is the page and what it asks for. Nothing of it is there for whom is not let in.
type site struct {
	page       fs.FS
	guests     *guests
	kubernetes http.Handler
}

func newSite(page fs.FS, guests *guests, kubernetes http.Handler) http.Handler {
	return &site{page, guests, kubernetes}
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/login" {
		s.login(w, r)
		return
	}
	cluster, ok := "", false
	if cookie, err := r.Cookie(cookieName); err == nil {
		cluster, ok = s.guests.session(cookie.Value)
	}
	if !ok {
		http.Error(w, "This address is opened by 'coracle dashboard', anew after a day or when the dashboard was restarted.", http.StatusUnauthorized)
		return
	}
	switch {
	case strings.HasPrefix(r.URL.Path, "/clusters/"+cluster+"/"):
		// What a pod or an API server answers is data and never a page of this origin.
		if r.Header.Get("Sec-Fetch-Mode") == "navigate" {
			http.Error(w, "not a page", http.StatusForbidden)
			return
		}
		http.StripPrefix("/clusters/"+cluster, s.kubernetes).ServeHTTP(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.NotFound(w, r)
	case r.URL.Path == "/config":
		writeConfig(w, cluster)
	default:
		s.file(w, r)
	}
}

// login trades the ticket in the address for a cookie, and goes where the address says.
func (s *site) login(w http.ResponseWriter, r *http.Request) {
	session, ok := s.guests.enter(r.URL.Query().Get("ticket"))
	if !ok {
		http.Error(w, "This address has been used, or is too old. Run 'coracle dashboard' again.", http.StatusForbidden)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: session, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	to := r.URL.Query().Get("to")
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
		to = "/"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func writeConfig(w http.ResponseWriter, cluster string) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"clusters":                []any{map[string]any{"name": cluster, "auth_type": "", "meta_data": map[string]any{}}},
		"isDynamicClusterEnabled": false,
		"allowKubeconfigChanges":  false,
	})
}

// file serves a file of the page, of which the larger ones are there compressed only; every address that is none is the page's own.
func (s *site) file(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	isAsset := strings.HasPrefix(name, "assets/")
	if !isAsset {
		name = "index.html"
	}
	head := w.Header()
	content, err := s.page.Open(name)
	if err != nil {
		content, err = s.page.Open(name + ".gz")
		head.Set("Content-Encoding", "gzip")
	}
	if err != nil {
		head.Del("Content-Encoding")
		http.NotFound(w, r)
		return
	}
	defer content.Close()
	head.Set("Content-Type", contentType(name))
	if isAsset {
		// Their names change with their content.
		head.Set("Cache-Control", "private, max-age=31536000, immutable")
	}
	if r.Method == http.MethodGet {
		_, _ = io.Copy(w, content)
	}
}

// contentType does not ask the machine, which has no table of types.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".ttf":
		return "font/ttf"
	}
	if found := mime.TypeByExtension(path.Ext(name)); found != "" {
		return found
	}
	return "application/octet-stream"
}
