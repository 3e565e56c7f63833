// Package signer signs service account tokens for the API server, which asks over a Unix socket
// (--service-account-signing-endpoint): so the key can be exchanged while the API server runs.
package signer

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"
	externaljwt "k8s.io/externaljwt/apis/v1"

	"coracle.dev/node/internal/atomicfile"
	"coracle.dev/node/internal/service"
)

// refreshHint bounds how long a removed key lives on in the API server where no new token is presented.
const refreshHint = time.Minute

// Signer holds the one key that signs, and those that have signed what is still good. Make it with Open.
type Signer struct {
	externaljwt.UnimplementedExternalJWTSignerServer
	file, socket string

	mu     sync.Mutex
	key    *ecdsa.PrivateKey
	public []publicKey // its own first
	since  time.Time
	known  bool // somebody has fetched them
}

type publicKey struct {
	id  string
	der []byte
}

// Open reads the key file, or makes it at first boot: the key, then the public ones of those before it, PEM.
func Open(file, socket string) (*Signer, error) {
	s := &Signer{file: file, socket: socket}
	b, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return s, s.Exchange()
	}
	if err != nil {
		return nil, err
	}
	block, rest := pem.Decode(b)
	if block == nil {
		return nil, fmt.Errorf("%s holds no key", file)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	ec, ok := key.(*ecdsa.PrivateKey)
	if !ok || ec.Curve != elliptic.P256() {
		return nil, fmt.Errorf("%s: not an ECDSA P-256 key", file)
	}
	var before []publicKey
	for block, rest = pem.Decode(rest); block != nil; block, rest = pem.Decode(rest) {
		if _, err := x509.ParsePKIXPublicKey(block.Bytes); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		before = append(before, newPublicKey(block.Bytes))
	}
	return s, s.use(ec, before)
}

// Socket is where the signer is served.
func (s *Signer) Socket() string { return s.socket }

// Exchange makes a new key, the only one from now on, and keeps it in the file.
func (s *Signer) Exchange() error { return s.make(nil) }

// Rotate makes a new key. What was signed before stays good.
func (s *Signer) Rotate() error {
	s.mu.Lock()
	before := s.public
	s.mu.Unlock()
	return s.make(before)
}

func (s *Signer) make(before []publicKey) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(s.file), 0o700); err != nil {
		return err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	for _, k := range before {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: k.der})...)
	}
	if err := atomicfile.Write(s.file, text, 0o600); err != nil {
		return err
	}
	return s.use(key, before)
}

func (s *Signer) use(key *ecdsa.PrivateKey, before []publicKey) error {
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key, s.public, s.since, s.known = key, append([]publicKey{newPublicKey(der)}, before...), time.Now(), false
	return nil
}

func newPublicKey(der []byte) publicKey {
	sum := sha256.Sum256(der)
	return publicKey{base64.RawURLEncoding.EncodeToString(sum[:]), der}
}

// Probe is a token that is valid for nothing. Whoever looks at it fetches the keys, for it names one that may be new.
func (s *Signer) Probe(issuer string) (string, error) {
	claims, err := json.Marshal(map[string]string{"iss": issuer, "aud": "nobody"})
	if err != nil {
		return "", err
	}
	body := base64.RawURLEncoding.EncodeToString(claims)
	r, err := s.Sign(context.Background(), &externaljwt.SignJWTRequest{Claims: body})
	if err != nil {
		return "", err
	}
	return r.Header + "." + body + "." + r.Signature, nil
}

// Sign makes a JWT's header and signature.
func (s *Signer) Sign(_ context.Context, r *externaljwt.SignJWTRequest) (*externaljwt.SignJWTResponse, error) {
	s.mu.Lock()
	key, id := s.key, s.public[0].id
	s.mu.Unlock()
	h, err := json.Marshal(map[string]string{"alg": "ES256", "kid": id, "typ": "JWT"}) // the API server insists on typ
	if err != nil {
		return nil, err
	}
	head := base64.RawURLEncoding.EncodeToString(h)
	sum := sha256.Sum256([]byte(head + "." + r.Claims))
	a, b, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		return nil, err
	}
	sig := make([]byte, 64)
	a.FillBytes(sig[:32])
	b.FillBytes(sig[32:])
	return &externaljwt.SignJWTResponse{Header: head, Signature: base64.RawURLEncoding.EncodeToString(sig)}, nil
}

// FetchKeys tells which keys are valid. The API server calls it when a token names a key that it does not know, and else
// after refreshHint.
func (s *Signer) FetchKeys(context.Context, *externaljwt.FetchKeysRequest) (*externaljwt.FetchKeysResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = true
	var keys []*externaljwt.Key
	for _, k := range s.public {
		keys = append(keys, &externaljwt.Key{KeyId: k.id, Key: k.der})
	}
	return &externaljwt.FetchKeysResponse{
		Keys:               keys,
		DataTimestamp:      timestamppb.New(s.since),
		RefreshHintSeconds: int64(refreshHint / time.Second),
	}, nil
}

// Known tells whether the API server has fetched the key that is in use now.
func (s *Signer) Known() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known
}

// Metadata tells the longest life of a token.
func (s *Signer) Metadata(context.Context, *externaljwt.MetadataRequest) (*externaljwt.MetadataResponse, error) {
	return &externaljwt.MetadataResponse{MaxTokenExpirationSeconds: 365 * 24 * 3600}, nil
}

// Service serves the signer on its socket.
func (s *Signer) Service() service.Service {
	return service.Service{Name: "signer", Run: func(ctx context.Context, up service.Up) error {
		if err := os.Remove(s.socket); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		l, err := net.Listen("unix", s.socket)
		if err != nil {
			return err
		}
		if err := os.Chmod(s.socket, 0o600); err != nil {
			return errors.Join(err, l.Close())
		}
		g := grpc.NewServer()
		externaljwt.RegisterExternalJWTSignerServer(g, s)
		defer context.AfterFunc(ctx, g.Stop)()
		up.Ready()
		return g.Serve(l)
	}}
}
